using System;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Partnership.LocalityHub.Persistence.Migrations
{
    /// <summary>A child may have several orders one after the other, and one that was entered in error is taken back.</summary>
    [DbContext(typeof(LocalityHubDbContext))]
    [Migration("20261130020000_OrdersTakenBack")]
    public partial class OrdersTakenBack : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<DateTimeOffset>(name: "withdrawn_at", table: "court_order", type: "timestamp with time zone", nullable: true);
            migrationBuilder.AddColumn<string>(name: "withdrawn_by", table: "court_order", type: "text", nullable: true);
            migrationBuilder.AddColumn<string>(name: "withdrawn_words", table: "court_order", type: "text", nullable: true);
            migrationBuilder.DropIndex(name: "court_order_child", table: "court_order");
            migrationBuilder.CreateIndex(name: "court_order_child", table: "court_order", column: "child_id");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql("delete from court_order where withdrawn_at is not null");
            migrationBuilder.Sql("delete from court_order older using court_order newer where older.child_id = newer.child_id and (older.\"on\", older.id) < (newer.\"on\", newer.id)");
            migrationBuilder.DropIndex(name: "court_order_child", table: "court_order");
            migrationBuilder.CreateIndex(name: "court_order_child", table: "court_order", column: "child_id", unique: true);
            migrationBuilder.DropColumn(name: "withdrawn_words", table: "court_order");
            migrationBuilder.DropColumn(name: "withdrawn_by", table: "court_order");
            migrationBuilder.DropColumn(name: "withdrawn_at", table: "court_order");
        }
    }
}
